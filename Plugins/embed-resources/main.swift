// usage: embed-resources OUTPUT PREFIX=FOLDER… -- FILE…
// Writes a Swift file that holds every file, keyed by its path below the folder that it lies in, with the prefix of that
// folder in front: text as it is, everything else as Base64.
import Foundation

let arguments = Array(CommandLine.arguments.dropFirst())
guard let output = arguments.first, let end = arguments.firstIndex(of: "--") else {
  FileHandle.standardError.write(Data("usage: embed-resources OUTPUT PREFIX=FOLDER… -- FILE…\n".utf8))
  exit(2)
}
let folders = arguments[1..<end].compactMap { argument -> (prefix: String, path: String)? in
  guard let sign = argument.firstIndex(of: "=") else { return nil }
  let path = String(argument[argument.index(after: sign)...])
  return (String(argument[..<sign]), path.hasSuffix("/") ? path : path + "/")
}

/// The name under which a file is known.
func name(of file: String) -> String {
  guard let folder = folders.first(where: { file.hasPrefix($0.path) }) else { return file }
  return folder.prefix + file.dropFirst(folder.path.count)
}

var texts = ""
var binaries = ""
for file in arguments[(end + 1)...] {
  let data = try Data(contentsOf: URL(fileURLWithPath: file))
  // A carriage return in a literal would become a line feed.
  if let text = String(data: data, encoding: .utf8), !data.contains(0x0D), !data.contains(0) {
    texts += "(\"\(name(of: file))\", #####\"\"\"\n\(text)\n\"\"\"#####),\n"
  } else {
    binaries += "(\"\(name(of: file))\", \"\(data.base64EncodedString())\"),\n"
  }
}
let source = """
  /// The files of the folder `Resources`, and the sample of `Examples` below `demo`.
  enum ResourceFiles {
    static let texts: [(path: String, text: String)] = [
  \(texts)  ]
    static let binaries: [(path: String, base64: String)] = [
  \(binaries)  ]
  }

  """
try source.write(toFile: output, atomically: true, encoding: .utf8)
