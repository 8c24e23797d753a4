import Hummingbird

/// Routes that belong together. Each handler asks its context for the permission that it needs.
protocol RouteGroup: Sendable {
  /// Adds the routes.
  func add(to router: Router<ServerContext>)
}
