import Events
import Foundation

// usage: storage-bench events FOLDER COUNT [DAYS]
//        storage-bench bare|indexes|alerts FOLDER COUNT
//        storage-bench bare FOLDER FILES  inserts the events of a folder of files
//        storage-bench texts FOLDER COUNT [TIME [STEP]]
//                                         writes gzip files of records from a time on (default: so that the last one is
//                                         now), so many microseconds apart (default: 1000)
//        storage-bench write FOLDER       writes until it is killed; tests use it
let arguments = CommandLine.arguments
guard arguments.count >= 3 else {
  FileHandle.standardError.write(
    Data("usage: storage-bench events|bare|indexes|alerts|texts|write FOLDER [COUNT [DAYS]]\n".utf8))
  exit(2)
}
let folder = URL(filePath: arguments[2])
let count = arguments.count > 3 ? Int(arguments[3]) ?? 100_000 : 100_000
switch arguments[1] {
case "events":
  let days = arguments.count > 4 ? Int64(arguments[4]) ?? 1 : 1
  try EventBench(folder: folder, count: count, days: days).run()
case "bare":
  if arguments.count > 3, Int(arguments[3]) == nil {
    try FileBench(folder: folder, files: arguments[3]).run()
  } else {
    try EventBench(folder: folder, count: count).bare()
  }
case "indexes": try EventBench(folder: folder, count: count).indexes()
case "alerts": try AlertBench(folder: folder, count: count).run()
case "texts":
  let step = (arguments.count > 5 ? Int64(arguments[5]) ?? 1000 : 1000) * 1000
  let now = Int64(Date().timeIntervalSince1970 * 1e9)
  let start =
    arguments.count > 4 ? Timestamp(arguments[4]) : Timestamp(nanoseconds: now - Int64(count) * step)
  guard let start else {
    FileHandle.standardError.write(Data("storage-bench: \(arguments[4]) is no time\n".utf8))
    exit(2)
  }
  try TextBench(folder: folder, count: count, start: start, step: step).run()
case "write": try CrashWriter(folder: folder).run()
default: exit(2)
}
