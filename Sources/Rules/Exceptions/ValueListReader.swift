import Events
import Foundation

/// Reads `[[value_list]]`.
enum ValueListReader {
  static func read(_ table: FieldReader, besides path: String) throws(FieldError) -> ValueList {
    try table.refuseUnknown(["file", "id", "items", "type"])
    guard let kind = try table.choice("type", ValueList.Kind.self) else {
      throw FieldError(table.name("type"), "is missing: keyword, ip or ip_range")
    }
    let items = try items(table, besides: path)
    guard items.count <= ValueList.maximumItems else {
      throw FieldError(
        table.name("items"), "has \(items.count) values; a list may have \(ValueList.maximumItems)")
    }
    if kind != .keyword, let wrong = items.first(where: { IPRange($0) == nil }) {
      throw FieldError(table.name("items"), "\"\(wrong)\" is no address or range of addresses")
    }
    return ValueList(id: try table.requiredString("id"), kind: kind, items: items)
  }

  private static func items(_ table: FieldReader, besides path: String) throws(FieldError) -> [String] {
    if let items = try table.strings("items") { return items }
    guard let name = try table.string("file") else {
      throw FieldError(table.name("items"), "is missing: give items, or a file with one value a line")
    }
    let folder = path.lastIndex(of: "/").map { path[...$0] } ?? ""
    let file = name.hasPrefix("/") ? name : folder + name
    guard let text = try? String(contentsOfFile: String(file), encoding: .utf8) else {
      throw FieldError(table.name("file"), "\(file) cannot be read")
    }
    return text.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
      .filter { !$0.isEmpty && !$0.hasPrefix("#") }
  }
}
