public import Events
public import OrderedCollections

/// Reads the delivery channels of the region.
public struct DescribeDeliveryChannels: AWSJSONOperation {
  /// What the call gives.
  public typealias Output = [DeliveryChannel]

  /// The service.
  public static let service = AWSService.config

  /// The names; none for all.
  public var channelNames: [String]

  /// The channels of these names.
  public init(channelNames: [String] = []) {
    self.channelNames = channelNames
  }

  /// The members of the request.
  public var input: JSONObject {
    channelNames.isEmpty ? [:] : ["DeliveryChannelNames": .array(channelNames.map { .string($0) })]
  }

  /// The channels.
  public func output(json: JSON) throws(AWSDecodingError) -> [DeliveryChannel] {
    var channels: [DeliveryChannel] = []
    for entry in json.list("DeliveryChannels") { channels.append(try DeliveryChannel(entry)) }
    return channels
  }
}
