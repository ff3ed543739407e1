using Qit.Agent.Results;
using Qit.Hal;
using Qit.Protocols.DeviceLink;
using Qit.Protocols.Supervision;

namespace Qit.Agent.Links;

/// <summary>Turns what the link and the device count into the report that people see.</summary>
internal sealed class StationHealth(string name, string address, bool isSimulatedHere)
{
    private readonly DeviceStatus last = new();
    private readonly byte[] copy = new byte[DeviceStatus.Length];
    private double singlesPerSecond;
    private double trialsPerSecond;
    private long tagsLostInPastBoots;
    private long trialsLostInPastBoots;

    /// <summary>What is wrong with the link, or null.</summary>
    public string? Fault { get; set; }

    /// <summary>Which loop the device refused to start, and why; or null.</summary>
    public string? LoopFault { get; set; }

    public long ResultsReceived { get; set; }

    /// <summary>Results with a right checksum and a wrong content.</summary>
    public long UnreadableResults { get; set; }

    public void HandleStatus(DeviceStatus status)
    {
        double seconds = (status.UptimeMicroseconds - last.UptimeMicroseconds) / 1e6;
        // A device that has booted counts from zero: its earlier losses stay lost.
        if (seconds < 0)
        {
            tagsLostInPastBoots += last.TagsLostCount;
            trialsLostInPastBoots += last.TrialsLostCount;
        }
        else if (seconds > 0)
        {
            singlesPerSecond = (status.TagCount - last.TagCount) / seconds;
            trialsPerSecond = Math.Max(0, status.TrialCount - last.TrialCount) / seconds;
        }
        status.Write(copy);
        last.TryRead(copy, copy.Length);
    }

    public StationResult ToResult(GatewayEndpoint endpoint, bool isOnline, long nowMicroseconds, long unixNanoseconds)
    {
        DeviceIdentity? device = endpoint.Device;
        return new StationResult(unixNanoseconds, isSimulatedHere || (device?.IsSimulated ?? false))
        {
            Station = name,
            Link = address,
            IsOnline = isOnline,
            Fault = DescribeFault(endpoint),
            DeviceId = device?.DeviceId ?? 0,
            BootId = device?.BootId ?? 0,
            BootCount = endpoint.BootCount,
            FirmwareVersion = device?.FirmwareVersion ?? "",
            UptimeSeconds = last.UptimeMicroseconds / 1e6,
            SinglesPerSecond = isOnline ? singlesPerSecond : 0,
            TrialsPerSecond = isOnline ? trialsPerSecond : 0,
            TagCount = last.TagCount,
            TagsLostCount = tagsLostInPastBoots + last.TagsLostCount,
            TrialCount = last.TrialCount,
            TrialsLostCount = trialsLostInPastBoots + last.TrialsLostCount,
            ResultsReceived = ResultsReceived,
            ResentCount = last.ResentCount,
            BadFrameCount = last.BadFrameCount + endpoint.BadFrameCount,
            DuplicateCount = endpoint.DuplicateCount,
            MissedCount = endpoint.MissedCount,
            StaleCount = endpoint.StaleCount,
            RingUsed = last.RingUsed,
            RingCapacity = LinkParameters.RingCapacity,
            EntropyHealth = DescribeEntropy(),
        };
    }

    private string? DescribeFault(GatewayEndpoint endpoint)
    {
        if (Fault is not null)
            return Fault;
        if (endpoint.IsIncompatible)
            return "the device speaks another version of the link: update its firmware or this agent";
        if (last.HasEntropyFailed)
            return "the entropy source of the settings failed a health test: no Bell trials until it is restarted";
        if (UnreadableResults > 0)
            return $"{UnreadableResults} results had a right checksum but no sense: update the firmware or this agent";
        return LoopFault ?? DescribeParts();
    }

    /// <summary>What the parts of a running loop have answered, where that is a fault. Busy is none; what was lost is counted
    /// elsewhere.</summary>
    private string? DescribeParts()
    {
        for (byte kind = 1; kind <= LoopKind.Last; kind++)
        {
            string? fault = !last.IsRunning(kind) ? null : (HalStatus)last.HalStatusOf(kind) switch
            {
                HalStatus.NoLock => "no reference: check its cable and the locking of what follows it",
                HalStatus.Timeout => "a part does not answer in time: check its power and that nothing blocks it",
                HalStatus.Disconnected => "a part is gone: check its power and cable",
                HalStatus.Garbled => "a part answers nonsense: check its cable, its speed and that it is the right part",
                _ => null,
            };
            if (fault is not null)
                return $"{LoopKind.Describe(kind)}: {fault}";
        }
        return null;
    }

    private string DescribeEntropy() =>
        last.HasEntropyFailed ? "failed"
        : !last.IsRunning(LoopKind.BellTrials) ? "off"
        : last.IsEntropyStartingUp ? "starting"
        : "healthy";
}
