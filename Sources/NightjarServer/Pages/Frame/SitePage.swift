import Events
import HTTPTypes
import Hummingbird

/// A page: a template with its values inside the frame that all pages share.
struct SitePage {
  /// The name of the template.
  let template: String
  /// The title.
  let title: String
  /// The part of the menu that it belongs to.
  let section: PageSection
  /// The values of the template.
  var values: PageValues
  /// The status of the response.
  var status: HTTPResponse.Status = .ok
}

extension PageSite {
  /// The response with a page.
  func respond(_ page: SitePage, _ request: Request, _ context: ServerContext) -> Response {
    var values = frame(request, context)
    values["pageTitle"] = page.title
    values["menu"] = Self.menu(page.section, context)
    values.merge(page.values) { _, new in new }
    return html(templates.render(page.template, values), status: page.status)
  }

  /// The response with a part of a page that a script asked for.
  func fragment(_ template: String, _ values: PageValues, _ context: ServerContext) -> Response {
    var values = values
    values["csrf"] = context.csrfToken ?? ""
    values["may"] = Self.permissions(context)
    return html(templates.render(template, values))
  }

  private func html(_ text: String, status: HTTPResponse.Status = .ok) -> Response {
    .text(text, type: "text/html; charset=utf-8", status: status)
  }

  /// What every page knows.
  private func frame(_ request: Request, _ context: ServerContext) -> PageValues {
    var values: PageValues = [
      "csrf": context.csrfToken ?? "", "user": context.identity?.user ?? "",
      "role": context.identity?.roles.map(\.rawValue).joined(separator: ", ") ?? "",
      "may": Self.permissions(context), "here": request.uri.string,
      "now": TimeText.utc(services.now()),
    ]
    if let theme = Self.theme(request) { values["theme"] = theme }
    if let flash = Flash(request.parameters) { values["flash"] = flash.text }
    return values
  }

  /// Which permissions the user has, by name.
  static func permissions(_ context: ServerContext) -> PageValues {
    var values: PageValues = [:]
    for permission in Permission.allCases {
      values[permission.rawValue] = context.identity?.may(permission) ?? false
    }
    return values
  }

  private static func menu(_ current: PageSection, _ context: ServerContext) -> [PageValues] {
    PageSection.groups.map { title, sections in
      [
        "groupTitle": title,
        "sections": sections.filter { context.identity?.may($0.permission) ?? false }.map { section in
          [
            "name": section.title, "path": section.path, "key": section.key,
            "isCurrent": section == current,
          ] as PageValues
        },
      ]
    }
  }

  /// The colours that the browser's owner chose, by the cookie `theme`; nil for those of the system.
  static func theme(_ request: Request) -> String? {
    for header in request.headers[values: .cookie] {
      for pair in header.split(separator: ";") {
        let sides = pair.split(separator: "=", maxSplits: 1)
        guard sides.count == 2, sides[0].trimmingPrefix(" ") == "theme" else { continue }
        return ["light", "dark"].first { $0 == sides[1] }
      }
    }
    return nil
  }
}
