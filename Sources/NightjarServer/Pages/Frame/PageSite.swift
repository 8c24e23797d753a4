public import Engine
import Events
import HTTPTypes
import Hummingbird
public import Response

/// The web interface: its templates, and what its pages ask.
public struct PageSite: Sendable {
  let services: ServerServices
  let engine: Engine
  let templates: PageTemplates
  /// Carries responses out; nil when responses are not configured.
  let responder: Responder?

  /// The web interface of an engine.
  ///
  /// - Parameters:
  ///   - services: What requests are answered with.
  ///   - engine: The engine.
  ///   - responder: Carries responses out; nil when responses are not configured.
  /// - Throws: `ServerError` when a template cannot be parsed, which would be a mistake of this program.
  public init(_ services: ServerServices, engine: Engine, responder: Responder? = nil) throws(ServerError) {
    self.services = services
    self.engine = engine
    self.responder = responder
    templates = try PageTemplates(services.resources)
  }

  /// The routes of all pages.
  var routeGroups: [any RouteGroup] {
    [
      AlertsPages(site: self), AlertPages(site: self), IncidentPages(site: self), ExplorePages(site: self),
      RulePages(site: self), RuleEditorPages(site: self), CoveragePages(site: self), ExceptionPages(site: self),
      VisibilityPages(site: self), HealthPages(site: self), AuditPages(site: self), SettingsPages(site: self),
      LivePages(site: self),
    ]
  }

  /// What the pages of the server itself look like.
  var renderer: any PageRenderer { SitePages(templates: templates) }

  var now: Timestamp { services.now() }
}
