import Events
import OrderedCollections

/// Says what a recorder was told to record, from the request of `PutConfigurationRecorder`.
enum RecordedTypes {
  static func text(_ facts: EventFacts) -> String? {
    guard let recorder = facts.request?["configurationRecorder"] else { return nil }
    let group = recorder["recordingGroup"]
    var text = "all supported resource types"
    let listed = (group?["resourceTypes"]?.array ?? []).compactMap(\.string)
    let excluded = (group?[path: "exclusionByResourceTypes.resourceTypes"]?.array ?? []).compactMap(\.string)
    if !listed.isEmpty {
      text = "only \(Words.list(listed, limit: 6))"
    } else if !excluded.isEmpty {
      text = "all resource types but \(Words.list(excluded, limit: 6))"
    } else if group?["allSupported"]?.bool == false {
      text = "no resource type"
    }
    if group?["includeGlobalResourceTypes"]?.bool == true { text += ", global ones among them" }
    let frequency = recorder[path: "recordingMode.recordingFrequency"]?.string
    return text + (frequency == "DAILY" ? ", once a day" : frequency == nil ? "" : ", continuously")
  }
}
