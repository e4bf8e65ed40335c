internal import ValveModel

extension Judgement {
    /// Every rule over one message, in the order in which they need each other's results.
    mutating func judgeWhole() {
        takeIdentity()
        if isNewest { comeBack() }
        let before = state.current
        let wasProven = state.isProvenClosed
        judgeGas()
        judgeHeat()
        judgeShutoffAlarm()
        judgeSupply()
        judgeHealth()
        judgeBattery()
        if reading.alarm == .cleared { clearAlarmed() }
        judgeClosing()
        takeState()
        if state.isProvenClosed, !wasProven { emit(.provenClosed, .shutoff, .p4) }
        // What was closed and is so no longer is commanded as when it began, a leak until it is safe.
        let isLost = wasProven && !state.isProvenClosed
        let wanted = state.current.subtracting(isLost ? KindSet() : before).intersection(.closing)
        if let gravest = wanted.gravest {
            wantClosed(for: gravest)
        } else if isLost, state.isLeaking {
            wantClosed(for: .leak)
        }
    }

    /// Shows what an alarm says that was judged before a restart and that the saved row does not have.
    /// Nothing is judged again: its incident is in the journal, and may have ended since.
    mutating func takeKnown() {
        takeIdentity()
        comeBack()
        if showsNotClosed || showsFlow { end(.proven) }
        noteCalledLow()
        if !reading.gas.isNaN, isWarm { takeGas(reading.gas, follows: false) }
        if !reading.temperature.isNaN {
            state.temperatureTenths = reading.temperatureTenths
            state.temperatureAt = now
        }
        if !reading.flow.isNaN { state.flow = reading.flow }
        if !reading.pressure.isNaN { state.pressure = reading.pressure }
        takeState()
    }

    private mutating func takeIdentity() {
        guard isNewest else { return }
        state.boot = reading.boot
        state.sequence = reading.sequence
        state.lowerBootCount = 0
        state.valveClock = reading.valveClock
    }

    /// The valve is there: it is not off line, and its silence is over.
    ///
    /// - Parameter isUnderSuspicion: what it said could not be read: that it speaks ends no suspicion.
    mutating func comeBack(isHeard: Bool = true, isUnderSuspicion: Bool = false) {
        // What the broker remembers was said before the valve fell silent.
        if !isHeard, state.marks.contains(.offlineBySilence) { return }
        if state.link != .online {
            state.link = .online
            end(.offline)
            // The timer may wait for the day's end of being off line: it is set anew.
            state.marks.subtract([.offlineRaised, .offlineBySilence, .timed])
        }
        clear(.offline)
        guard isHeard else { return }
        state.heardAt = now
        if isUnderSuspicion { return }
        state.marks.insert(.heard)
        clear(.suspect)
    }

    /// `alarm: cleared` ends every condition that only an alarm showed, and those whose quantity
    /// this message does not show to persist.
    private mutating func clearAlarmed() {
        guard isNewest else { return }
        if reading.gas.isNaN || reading.gas < profile.leakGas { clear(.leak) }
        if reading.flow.isNaN || reading.flow <= profile.overflowFlow { clear(.overflow) }
        if reading.pressure.isNaN || reading.pressure < profile.overpressure {
            clear(.overpressure)
        }
        if reading.pressure.isNaN || reading.pressure >= profile.underpressure {
            clear(.underpressure)
        }
        if reading.pressure.isNaN || reading.pressure >= profile.supplyLossPressure {
            clear(.supplyLoss)
        }
        if reading.flow.isNaN || reading.flow <= profile.overtimeFlow { clear(.overtime) }
        clear(.shock)
        if !reading.flags.contains(.tamper) { clear(.tamper) }
        // What its sensor shows by itself is not gone by a word.
        let isByTrend = state.marks.contains(.sensorByTrend)
        if !isByTrend, !reading.flags.contains(.sensorFault) { clear(.sensorFault) }
    }

    /// The measurements that no rule has taken yet.
    private mutating func takeState() {
        state.move(to: reading.area)
        guard isNewest else { return }
        if reading.position != .unknown { state.position = reading.position }
        if reading.battery != Reading.byteAbsent { state.battery = reading.battery }
        if reading.signalLoss != Reading.byteAbsent { state.signalLoss = reading.signalLoss }
        if !reading.flags.contains(.unstated) { state.flags = reading.flags }
        state.alarm = reading.alarm
        state.cause = reading.cause
    }
}
