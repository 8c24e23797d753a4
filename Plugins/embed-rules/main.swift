// usage: embed-rules OUTPUT FOLDER FILE…
// Writes a Swift file that holds the text of every rule file, keyed by its path below FOLDER.
import Foundation

let arguments = Array(CommandLine.arguments.dropFirst())
guard arguments.count >= 2 else {
  FileHandle.standardError.write(Data("usage: embed-rules OUTPUT FOLDER FILE…\n".utf8))
  exit(2)
}
let folder = arguments[1].hasSuffix("/") ? arguments[1] : arguments[1] + "/"

var source = """
  /// The text of the built-in rules, generated from the folder `rules/`.
  enum BuiltinRuleFiles {
    static let all: [(path: String, text: String)] = [

  """
for file in arguments.dropFirst(2) {
  let text = try String(contentsOfFile: file, encoding: .utf8)
  let path = file.hasPrefix(folder) ? String(file.dropFirst(folder.count)) : file
  source += "(\"\(path)\", #####\"\"\"\n\(text)\n\"\"\"#####),\n"
}
source += "  ]\n}\n"
try source.write(toFile: arguments[0], atomically: true, encoding: .utf8)
