import Foundation

// usage: storage-bench events FOLDER COUNT [DAYS]
//        storage-bench bare|indexes|alerts FOLDER COUNT
//        storage-bench write FOLDER       writes until it is killed; tests use it
let arguments = CommandLine.arguments
guard arguments.count >= 3 else {
  FileHandle.standardError.write(
    Data("usage: storage-bench events|bare|indexes|alerts|write FOLDER [COUNT [DAYS]]\n".utf8))
  exit(2)
}
let folder = URL(filePath: arguments[2])
let count = arguments.count > 3 ? Int(arguments[3]) ?? 100_000 : 100_000
let days = arguments.count > 4 ? Int64(arguments[4]) ?? 1 : 1
switch arguments[1] {
case "events": try EventBench(folder: folder, count: count, days: days).run()
case "bare": try EventBench(folder: folder, count: count).bare()
case "indexes": try EventBench(folder: folder, count: count).indexes()
case "alerts": try AlertBench(folder: folder, count: count).run()
case "write": try CrashWriter(folder: folder).run()
default: exit(2)
}
