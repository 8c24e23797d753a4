public import Events
public import OrderedCollections

extension Rule {
  /// A rule that was kept as one object: its API form under `rule`, with the `metadata`, `transform` and `investigation` of
  /// its file beside it. An object without `rule` is the API form itself.
  ///
  /// - Throws: `RuleError` with the field that is wrong.
  public init(stored: JSONObject, source: RuleSource) throws(RuleError) {
    do throws(FieldError) {
      let fields = stored["rule"]?.object ?? stored
      self = try RuleDecoder(fields: fields, path: "").rule(
        metadata: stored["metadata"]?.object ?? [:], transform: stored["transform"]?.object ?? [:],
        investigation: stored["investigation"]?.object ?? [:], source: source)
    } catch {
      throw RuleError(path: source.path, line: source.line, field: error.field, message: error.message)
    }
  }
}
