import Engine
import Events
import HTTPTypes
import Hummingbird
import Response

/// The web interface: its templates, and what its pages ask.
struct PageSite: Sendable {
  let services: ServerServices
  let templates: PageTemplates

  var engine: Engine { services.engine }
  /// Carries responses out; nil when AWS is not configured.
  var responder: Responder? { services.responder }

  /// The web interface.
  ///
  /// - Parameter services: What requests are answered with.
  /// - Throws: `ServerError` when a template cannot be parsed, which would be a mistake of this program.
  init(_ services: ServerServices) throws(ServerError) {
    self.services = services
    templates = try PageTemplates(services.resources)
  }

  /// The routes of all pages.
  var routeGroups: [any RouteGroup] {
    [
      AlertsPages(site: self), AlertPages(site: self), IncidentPages(site: self), ExplorePages(site: self),
      RulePages(site: self), RuleEditorPages(site: self), CoveragePages(site: self),
      ExceptionPages(site: self),
      VisibilityPages(site: self), HealthPages(site: self), AuditPages(site: self), SettingsPages(site: self),
    ]
  }

  /// What the pages of the server itself look like.
  var renderer: any PageRenderer { SitePages(templates: templates) }

  var now: Timestamp { services.now() }
}
