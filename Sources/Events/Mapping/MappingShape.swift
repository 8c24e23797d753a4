import OrderedCollections

/// Finds the mappings in what Elasticsearch gives out or takes.
///
/// Known are the answer of `GET INDEX/_mapping`, the body of an index, a legacy, composable or component template, the
/// answers of the APIs that list these, and a bare mapping.
/// Source: Elasticsearch API reference, "Get mapping definitions", "Get index templates", "Get component templates".
enum MappingShape {
  /// A mapping with what it is called in its file.
  struct Section {
    /// The index or template; nil when the file has only one.
    let name: String?
    /// `properties` and its neighbours.
    let mapping: JSONObject
    /// The component templates that the template is made of beside its own mapping.
    var components: [String] = []
  }

  /// The mappings of a file.
  ///
  /// - Returns: The mappings, at least one; nil when the file has none of the shapes.
  static func sections(_ root: JSON) -> [Section]? {
    guard let root = root.object else { return nil }
    if let list = root["index_templates"]?.array { return listed(list, "index_template") }
    if let list = root["component_templates"]?.array { return listed(list, "component_template") }
    if let section = section(root, name: nil) { return [section] }
    guard !root.isEmpty else { return nil }
    return all(root.map { name, value in value.object.flatMap { section($0, name: name) } })
  }

  private static func listed(_ list: [JSON], _ key: String) -> [Section]? {
    list.isEmpty
      ? nil
      : all(list.map { entry in entry[key]?.object.flatMap { section($0, name: entry["name"]?.string) } })
  }

  private static func all(_ sections: [Section?]) -> [Section]? {
    let found = sections.compactMap(\.self)
    return found.count == sections.count ? found : nil
  }

  private static func section(_ members: JSONObject, name: String?) -> Section? {
    if let template = members["template"]?.object {
      let components = members["composed_of"]?.array?.compactMap(\.string) ?? []
      guard let mapping = template["mappings"]?.object else {
        // A template may have settings only.
        return template["mappings"] == nil ? Section(name: name, mapping: [:], components: components) : nil
      }
      return Section(name: name, mapping: mapping, components: components)
    }
    if let mapping = members["mappings"]?.object { return Section(name: name, mapping: mapping) }
    return name == nil && members["properties"]?.object != nil ? Section(name: nil, mapping: members) : nil
  }
}
