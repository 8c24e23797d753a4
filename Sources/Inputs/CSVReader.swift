/// Reads comma-separated values with optional quotes, as RFC 4180 describes them.
enum CSVReader {
  /// The records with the lines at which they begin.
  static func records(_ text: String, path: String) throws(TableFileError) -> [(line: Int, fields: [String])]
  {
    var records: [(line: Int, fields: [String])] = []
    var fields: [String] = []
    var field = ""
    var isQuoted = false
    var (line, start) = (1, 1)
    var rest = text.unicodeScalars[...]
    func isBlank() -> Bool { fields.isEmpty && field.isEmpty }
    while let scalar = rest.popFirst() {
      if scalar == "\n" { line += 1 }
      switch scalar {
      case "\"" where isQuoted && rest.first == "\"":
        field.unicodeScalars.append(scalar)
        rest.removeFirst()
      case "\"" where isQuoted || field.isEmpty: isQuoted.toggle()
      case _ where isQuoted: field.unicodeScalars.append(scalar)
      case ",":
        fields.append(field)
        field = ""
      case "\r" where rest.first == "\n": continue
      case "\n":
        if !isBlank() { records.append((start, fields + [field])) }
        (fields, field, start) = ([], "", line)
      default: field.unicodeScalars.append(scalar)
      }
    }
    guard !isQuoted else {
      throw TableFileError(path: path, line: start, message: "the quotes are never closed")
    }
    if !isBlank() { records.append((start, fields + [field])) }
    return records
  }
}
