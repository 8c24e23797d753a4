import Events
import Rules
import Storage

/// The exceptions and value lists that people made here.
struct StoredExceptions {
  let set: ExceptionSet
  let problems: [String]

  /// Reads them.
  ///
  /// - Throws: `StoreError`.
  init(_ reader: StoreReader) throws {
    var problems: [String] = []
    var valueLists: [ValueList] = []
    for list in try reader.valueLists() {
      let type = list.document["type"]?.string ?? ""
      guard let kind = ValueList.Kind(rawValue: type) else {
        problems.append("store: the value list \(list.id) has the type \(type), which is not supported")
        continue
      }
      let items = try reader.valueListItems(list.id)
      do throws(ValueListError) {
        valueLists.append(try ValueList(id: list.id, kind: kind, items: items))
      } catch {
        problems.append("store: the value list \(list.id) \(error.message)")
      }
    }
    let (set, wrong) = ExceptionLoader.read(
      lists: try reader.exceptionLists().compactMap(\.document.object),
      items: try reader.exceptionItems().compactMap(\.document.object), valueLists: valueLists, path: "store")
    self.set = set
    self.problems = problems + wrong.map { "\($0)" }
  }
}
