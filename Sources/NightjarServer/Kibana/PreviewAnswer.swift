import Detection
import Events
import OrderedCollections

/// What a preview found, as Kibana answers it, with the alerts and runs beside it: they are kept nowhere.
struct PreviewAnswer {
  private static let maximumAlerts = 500

  private let result: Preview.Result
  private let id: String

  init(_ result: Preview.Result, id: String) {
    self.result = result
    self.id = id
  }

  var json: JSONObject {
    [
      "previewId": .string(id), "isAborted": false,
      "logs": [
        [
          "errors": [], "warnings": .array(result.warnings.map { .string($0) }), "duration": 0,
          "startedAt": .string(result.runs.first?.time.description ?? ""),
        ]
      ],
      "runs": .array(result.runs.map(Self.shown)), "run_count": .number(JSONNumber(result.runCount)),
      "alert_count": .number(JSONNumber(result.alerts.count)),
      "alerts": .array(result.alerts.prefix(Self.maximumAlerts).map { .object($0.document) }),
    ]
  }

  private static func shown(_ run: Preview.Run) -> JSON {
    [
      "time": .string(run.time.description), "from": .string(run.period.lowerBound.description),
      "to": .string(run.period.upperBound.description), "events": .number(JSONNumber(run.events)),
      "alerts": .number(JSONNumber(run.alerts)), "postponed": .number(JSONNumber(run.postponed)),
    ]
  }
}
