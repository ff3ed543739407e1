using Qit.Timing.Purification;

namespace Qit.Agent.Protocols.Purification;

/// <summary>What came of one run.</summary>
/// <param name="Measured">The numbers from the book.</param>
/// <param name="LostHalves">Comparisons and samples of which one half never came, or came too late.</param>
/// <param name="LateRecords">Records that came too late.</param>
/// <param name="Void">Comparisons and samples of pairs lost before, and contradictions.</param>
/// <param name="LostRecords">Records that the stations' memories lost before they were read.</param>
internal sealed record PurificationRunResult(
    MeasuredPurification Measured, long LostHalves, long LateRecords, long Void, long LostRecords);
