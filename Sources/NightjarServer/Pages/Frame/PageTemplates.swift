import Hummingbird
import Logging
import Mustache

/// The values that a template is rendered with.
typealias PageValues = [String: Any]

/// The templates of pages. All of them escape what they show: a test looks that none has a tag that does not.
struct PageTemplates: Sendable {
  private static let folder = "templates/"
  private static let suffix = ".mustache"

  private let library: MustacheLibrary

  /// Templates among resources.
  ///
  /// - Throws: `ServerError` when one cannot be parsed, which would be a mistake of this program.
  init(_ resources: ResourceTable) throws(ServerError) {
    var templates: [String: MustacheTemplate] = [:]
    for path in resources.paths where path.hasPrefix(Self.folder) && path.hasSuffix(Self.suffix) {
      let name = String(path.dropFirst(Self.folder.count).dropLast(Self.suffix.count))
      do {
        templates[name] = try MustacheTemplate(string: resources[path]?.text ?? "")
      } catch {
        throw ServerError("the template \(name) cannot be parsed: \(error)")
      }
    }
    library = MustacheLibrary(templates: templates)
  }

  /// The text of a template with values.
  func render(_ name: String, _ values: PageValues) -> String {
    library.render(values, withTemplate: name) ?? ""
  }
}
