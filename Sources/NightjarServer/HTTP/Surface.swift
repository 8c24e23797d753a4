/// The part of the server that a path belongs to: it decides how failures look.
public enum Surface: String, Sendable, Hashable {
  /// Pages for people.
  case pages
  /// Kibana's API and our own, which shares its form of failures.
  case kibana
  /// Elasticsearch's API.
  case elasticsearch

  /// The part that a path belongs to.
  init(path: String) {
    if ["/api/", "/internal/"].contains(where: path.hasPrefix) {
      self = .kibana
      return
    }
    let segments = path.split(separator: "/")
    let isElasticsearch = segments.contains { $0.hasPrefix("_") }
    self = isElasticsearch ? .elasticsearch : .pages
  }
}
