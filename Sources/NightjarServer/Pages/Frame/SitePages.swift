import HTTPTypes

/// The pages that the server itself needs, in the style of the others.
struct SitePages: PageRenderer {
  let templates: PageTemplates

  func signIn(failure: String?, next: String) -> String {
    var values: PageValues = ["pageTitle": "Sign in", "next": next]
    if let failure { values["problem"] = failure }
    return templates.render("sign-in", values)
  }

  func setUp(token: String, failure: String?) -> String {
    var values: PageValues = ["pageTitle": "Set up", "token": token]
    if let failure { values["problem"] = failure }
    return templates.render("set-up", values)
  }

  func failure(_ failure: APIFailure, identity: Identity?) -> String {
    templates.render(
      "failure",
      [
        "pageTitle": failure.status.reasonPhrase, "code": String(failure.status.code),
        "problem": failure.reason, "isSignedIn": identity != nil,
      ])
  }
}
