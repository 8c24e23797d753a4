import Events
import OrderedCollections
import Query
import Rules

/// Whether a change window of an exception was open, and whether the exception is about this event.
struct ChangeWindowCollector: EvidenceCollector {
  func collect(_ context: InvestigationContext, _ step: InvestigationStep) throws(EvidenceError) -> Finding {
    var finding = Finding(
      "change_window", title: "Change window", question: "Does a known change window explain the call?")
    let items = context.exceptions.items.filter { !$0.windows.isEmpty }
    finding.input("Exceptions with windows", "\(items.count)")
    guard !items.isEmpty else {
      finding.answer = "No change windows are known, so none explains the call."
      finding.isAnswered = false
      finding.incomplete.append("no exceptions with change windows were given (--exceptions FILE)")
      return finding
    }
    let forRule = Set((context.rule.map { context.exceptions.items(for: $0) } ?? []).map(\.id))
    var (rows, explains) = ([[String]](), [String]())
    for item in items {
      let isOpen = item.covers(context.event.time)
      let isActive = item.isActive(at: context.event.time)
      let fits = try fits(item, context)
      let isForRule = forRule.contains(item.id)
      if isOpen, isActive, fits, isForRule { explains.append(item.name) }
      rows.append([
        item.name, isOpen ? "open" : "closed", fits ? "yes" : "no", isForRule ? "yes" : "no",
        item.owner ?? "", item.reason ?? "",
      ])
    }
    let open = rows.filter { $0[1] == "open" }.map { $0[0] }
    finding.answer =
      !explains.isEmpty
      ? "The change window of \(Words.list(explains)) was open and is about this call."
      : open.isEmpty
        ? "None of \(Words.count(items.count, "change window")) was open at \(context.event.time.short) UTC."
        : "\(Words.list(open)) was open at \(context.event.time.short) UTC, but is not about this call."
    finding.table("", ["Exception", "Window", "Fits the event", "For this rule", "Owner", "Reason"], rows)
    return finding
  }

  private func fits(_ item: ExceptionItem, _ context: InvestigationContext) throws(EvidenceError) -> Bool {
    let expression: Expression
    do throws(RuleError) {
      let compiler = ExceptionCompiler(valueLists: context.exceptions.valueLists, now: context.event.time)
      expression = try compiler.expression(for: item)
    } catch {
      throw EvidenceError(place: "exception \(item.name)", message: "\(error)")
    }
    var builder = ProgramBuilder()
    _ = builder.add(expression)
    let program = builder.build()
    let document = DocumentSource(catalog: program.catalog)
    document.move(to: context.document)
    return Matcher(program: program).matches(query: 0, document)
  }
}
