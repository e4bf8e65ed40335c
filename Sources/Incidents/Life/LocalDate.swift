public import ValveModel

/// The calendar date of a moment where the operators are, as eight digits.
public enum LocalDate {
    /// Such as `20261123`. The civil date follows from the day number by the proleptic Gregorian
    /// calendar, counted in 400-year cycles of 146,097 days from 0000-03-01.
    public static func digits(of moment: Moment, offsetSeconds: Int) -> String {
        let (seconds, _) = moment.milliseconds.dividedRoundingDown(by: 1_000)
        let (day, _) = (seconds + Int64(offsetSeconds)).dividedRoundingDown(by: 86_400)
        let (year, month, dayOfMonth) = civil(day: day)
        func pad(_ value: Int64, _ width: Int) -> String {
            let text = String(value)
            return String(repeating: "0", count: max(0, width - text.count)) + text
        }
        return pad(year, 4) + pad(month, 2) + pad(dayOfMonth, 2)
    }

    /// Year, month and day of a day number (0 = 1970-01-01).
    public static func civil(day: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let (cycle, dayOfCycle) = (day + 719_468).dividedRoundingDown(by: 146_097)
        let yearOfCycle =
            (dayOfCycle - dayOfCycle / 1_460 + dayOfCycle / 36_524 - dayOfCycle / 146_096) / 365
        let dayOfYear = dayOfCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let dayOfMonth = dayOfYear - (153 * shifted + 2) / 5 + 1
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        return (yearOfCycle + cycle * 400 + (month <= 2 ? 1 : 0), month, dayOfMonth)
    }
}

extension Int64 {
    /// Quotient rounded toward minus infinity, and the remainder that is never negative.
    func dividedRoundingDown(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
