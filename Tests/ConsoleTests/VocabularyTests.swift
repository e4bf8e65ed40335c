import Incidents
import Testing
import ValveModel

@testable import Console

@Suite("Words that the API knows")
struct VocabularyTests {
    @Test("They are the words of the model, in filters and in the document alike")
    func words() {
        #expect(Set(Vocabulary.kinds) == Set(FindingKind.allCases.map(\.word)))
        #expect(Set(Vocabulary.priorities) == Set(Priority.allCases.map(\.word)))
        #expect(Set(Vocabulary.positions) == Set(Position.allCases.map(\.word)))
        #expect(Vocabulary.states == IncidentState.allCases.map(\.rawValue))
        #expect(Set(Vocabulary.alarmStates) == Set(AlarmState.allCases.map(\.rawValue)))
        #expect(Set(Vocabulary.modes) == Set(IncidentMode.allCases.map(\.rawValue)))
    }
}
