import HTTPTypes
import Hummingbird
import NIOCore

/// The files that are part of the program, below `/assets`, and the description of the API.
struct ResourceRoutes: RouteGroup {
  let resources: ResourceTable

  func add(to router: Router<ServerContext>) {
    router.get("/openapi.json") { request, _ in try respond("openapi.json", request) }
    router.get("/assets/:name") { request, context in
      try respond("assets/" + context.parameters.require("name"), request)
    }
  }

  private func respond(_ path: String, _ request: Request) throws(APIFailure) -> Response {
    guard let resource = resources[path] else { throw .missing("there is nothing at this path") }
    var headers: HTTPFields = [.eTag: resource.tag, .cacheControl: "no-cache"]
    let known = request.headers[.ifNoneMatch]?.split(separator: ",").map { $0.filter { $0 != " " } } ?? []
    if known.contains(resource.tag) { return Response(status: .notModified, headers: headers) }
    headers[.contentType] = resource.type
    return Response(
      status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: resource.bytes)))
  }
}
