import HTTPTypes

/// Names of headers that the library does not know.
extension HTTPField.Name {
  // The names are written as tokens, so that the initialiser never fails: `date` stands in for the impossible.
  static let referrerPolicy = HTTPField.Name("Referrer-Policy") ?? .date
  static let frameOptions = HTTPField.Name("X-Frame-Options") ?? .date
  static let openerPolicy = HTTPField.Name("Cross-Origin-Opener-Policy") ?? .date
  static let resourcePolicy = HTTPField.Name("Cross-Origin-Resource-Policy") ?? .date
  static let permissionsPolicy = HTTPField.Name("Permissions-Policy") ?? .date
  static let elasticProduct = HTTPField.Name("X-Elastic-Product") ?? .date
  static let goesOn = HTTPField.Name("X-Nightjar-Continue") ?? .date
  static let csrfToken = HTTPField.Name("X-CSRF-Token") ?? .date
  static let kbnXSRF = HTTPField.Name("kbn-xsrf") ?? .date
  static let elasticAPIVersion = HTTPField.Name("elastic-api-version") ?? .date
  static let fetchSite = HTTPField.Name("Sec-Fetch-Site") ?? .date
  static let warning = HTTPField.Name("Warning") ?? .date
  static let opaqueID = HTTPField.Name("X-Opaque-Id") ?? .date
}
