import Testing

@testable import ControlRoom

@Suite("What waits for the webhook")
struct WebhookBookTests {
    private static func body(_ text: String) -> [UInt8] { Array(text.utf8) }

    @Test("A newer body of a call-out replaces the one that waits, and it keeps its place")
    func replaces() {
        let book = Book()
        for key in ["a", "b"] { #expect(book.post(Self.body("1"), key: key)) }
        let isNews = book.post(Self.body("2"), key: "a")
        #expect(!isNews, "it waits already")
        let jobs = [book.next(), book.next(), book.next()]
        #expect(jobs.map { $0?.key } == ["a", "b", nil])
        #expect(jobs[0]?.body == Self.body("2"))
    }

    @Test("A repeat that comes while a post is under way follows it, and memory does not grow")
    func followsTheRunning() throws {
        let book = Book()
        _ = book.post(Self.body("0"), key: "a")
        let first = try #require(book.next())
        for number in 1...1_000 {
            let isNews = book.post(Self.body("\(number)"), key: "a")
            #expect(!isNews)
        }
        #expect(book.count == 1 && book.next() == nil)
        #expect(book.taken(first) == .go)
        let last = try #require(book.next())
        #expect(last.body == Self.body("1000"))
        #expect(book.taken(last) == .nothing && book.count == 0)
    }

    @Test("Who has not been told at all comes before every repetition")
    func freshFirst() throws {
        let book = Book()
        _ = book.post(Self.body("old"), key: "old")
        let job = try #require(book.next())
        _ = book.post(Self.body("old again"), key: "old")
        #expect(book.failed(job, mayPass: true).next == .go)
        _ = book.post(Self.body("new"), key: "new")
        #expect(book.next()?.key == "new")
        #expect(book.next()?.body == Self.body("old again"))
    }

    @Test("Six tries in vain give a call-out up, over all its bodies")
    func givenUp() throws {
        let book = Book()
        var pauses: [Duration] = []
        _ = book.post(Self.body("0"), key: "a")
        for _ in 0..<5 {
            let job = try #require(book.next())
            let (isGivenUp, next) = book.failed(job, mayPass: true)
            guard case .pause(let pause) = next else { throw Unexpected() }
            pauses.append(pause)
            #expect(!isGivenUp && book.retry(job))
        }
        #expect(pauses == WebhookBook.pauses)
        let last = try #require(book.next())
        _ = book.post(Self.body("1"), key: "a")
        let end = book.failed(last, mayPass: true)
        #expect(end.isGivenUp && end.next == .go, "the newer body is tried all the same")
        let again = try #require(book.next())
        #expect(!book.failed(again, mayPass: true).isGivenUp, "and has six tries")
    }

    @Test("A repeat during the pause is tried at once, and the pause then brings nothing")
    func repeatInPause() throws {
        let book = Book()
        _ = book.post(Self.body("0"), key: "a")
        let job = try #require(book.next())
        _ = book.failed(job, mayPass: true)
        let isNews = book.post(Self.body("1"), key: "a")
        #expect(isNews)
        #expect(!book.retry(job))
        let newer = try #require(book.next())
        #expect(newer.body == Self.body("1"))
        #expect(!book.retry(job), "nor while the newer one is under way")
    }

    @Test("What will never be taken is given up at once")
    func neverTaken() throws {
        let book = Book()
        _ = book.post(Self.body("0"), key: "a")
        let job = try #require(book.next())
        let end = book.failed(job, mayPass: false)
        #expect(end.isGivenUp && end.next == .nothing && book.count == 0)
    }

    /// A book that the macros can look at.
    private final class Book {
        private var book = WebhookBook()
        var count: Int { book.count }
        func post(_ body: [UInt8], key: String) -> Bool { book.post(body, key: key) }
        func next() -> WebhookBook.Job? { book.next() }
        func taken(_ job: WebhookBook.Job) -> WebhookBook.Next { book.taken(job) }
        func retry(_ job: WebhookBook.Job) -> Bool { book.retry(job) }
        func failed(_ job: WebhookBook.Job, mayPass: Bool) -> (
            isGivenUp: Bool, next: WebhookBook.Next
        ) { book.failed(job, mayPass: mayPass) }
    }

    private struct Unexpected: Error {}
}
