/// What became of a call-out: what the team or centre answered, or what was made of its silence.
public enum CallAnswer: String, Codable, Sendable, CaseIterable {
    /// The centre's machine has confirmed it; nobody has answered yet.
    case received
    /// Nobody answered within the window. The team may still come.
    case silent
    /// The team does not come.
    case decline
    /// The team was told that it need not come.
    case standdown
    /// The team comes; the later ones are the newest step it has reported.
    case accept, enroute, onscene, rescue, safe

    /// The answer that a team's step is.
    public init(_ step: TeamStep) {
        self =
            switch step {
            case .accept: .accept
            case .enroute: .enroute
            case .onscene: .onscene
            case .rescue: .rescue
            case .safe: .safe
            }
    }

    /// The step a team has reported; `nil` while it has not said that it comes.
    public var step: TeamStep? { TeamStep(rawValue: rawValue) }
}
