public import Events
public import HTTPTypes
public import Hummingbird
import NIOCore
public import OrderedCollections

extension Response {
  /// A response of JSON.
  public static func json(
    _ value: JSON, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:], indented: Bool = false
  ) -> Response {
    var writer = JSONWriter(indented: indented)
    writer.write(value)
    var headers = headers
    if !headers.contains(.contentType) { headers[.contentType] = "application/json; charset=utf-8" }
    return Response(
      status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: writer.bytes)))
  }

  /// A response of a JSON object.
  public static func json(
    _ object: JSONObject, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]
  ) -> Response {
    json(.object(object), status: status, headers: headers)
  }

  /// A response of text.
  public static func text(
    _ text: String, type: String = "text/plain; charset=utf-8", status: HTTPResponse.Status = .ok,
    headers: HTTPFields = [:]
  ) -> Response {
    var headers = headers
    headers[.contentType] = type
    return Response(
      status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
  }

  /// A response that sends the browser elsewhere with a GET request.
  public static func seeOther(_ path: String, headers: HTTPFields = [:]) -> Response {
    var headers = headers
    headers[.location] = path
    return Response(status: .seeOther, headers: headers)
  }
}
