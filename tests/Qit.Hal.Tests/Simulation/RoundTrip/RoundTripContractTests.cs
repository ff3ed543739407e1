using Qit.Hal.CoincidenceCounter;
using Qit.Hal.DelayLine;
using Qit.Hal.Simulation;
using Qit.Hal.Tests.Contracts;

namespace Qit.Hal.Tests.Simulation.RoundTrip;

public class SimulatedDelayLineContractTests : DelayLineContract
{
    private readonly SimulatedMonotonicClock clock = new();

    protected override void Wait() => clock.Advance(1000);

    protected override IDelayLine Create() => new RoundTripExperiment(new RoundTripOptions(), clock).DelayLine;
}

public class SimulatedDelayRampContractTests : DelayRampContract
{
    private readonly SimulatedMonotonicClock clock = new();

    protected override void Wait() => clock.Advance(1000);

    protected override IDelayRamp Create() => new RoundTripExperiment(new RoundTripOptions(), clock).Ramp;
}

public class SimulatedCoincidenceCounterContractTests : CoincidenceCounterContract
{
    private readonly SimulatedMonotonicClock clock = new();

    protected override void Wait() => clock.Advance(1000);

    protected override ICoincidenceCounter Create() => new RoundTripExperiment(new RoundTripOptions(), clock).Counter;
}
