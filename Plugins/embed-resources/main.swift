// usage: embed-resources OUTPUT FOLDER FILE…
// Writes a Swift file that holds every file, keyed by its path below FOLDER: text as it is, everything else as Base64.
import Foundation

let arguments = Array(CommandLine.arguments.dropFirst())
guard arguments.count >= 2 else {
  FileHandle.standardError.write(Data("usage: embed-resources OUTPUT FOLDER FILE…\n".utf8))
  exit(2)
}
let folder = arguments[1].hasSuffix("/") ? arguments[1] : arguments[1] + "/"

var texts = ""
var binaries = ""
for file in arguments.dropFirst(2) {
  let data = try Data(contentsOf: URL(fileURLWithPath: file))
  let path = file.hasPrefix(folder) ? String(file.dropFirst(folder.count)) : file
  // A carriage return in a literal would become a line feed.
  if let text = String(data: data, encoding: .utf8), !data.contains(0x0D), !data.contains(0) {
    texts += "(\"\(path)\", #####\"\"\"\n\(text)\n\"\"\"#####),\n"
  } else {
    binaries += "(\"\(path)\", \"\(data.base64EncodedString())\"),\n"
  }
}
let source = """
  /// The files of the folder `Resources`.
  enum ResourceFiles {
    static let texts: [(path: String, text: String)] = [
  \(texts)  ]
    static let binaries: [(path: String, base64: String)] = [
  \(binaries)  ]
  }

  """
try source.write(toFile: arguments[0], atomically: true, encoding: .utf8)
