using Qit.Protocols.DeviceLink;
using Qit.Protocols.OneWay;

namespace Qit.Agent.Links;

/// <summary>Holds a device's tags to times that arithmetic can take: a right checksum does not make a right content.</summary>
internal static class TagTimes
{
    /// <summary>A month: longer than any tagger's timeline, and far from overflow in every unit further in.</summary>
    public const double MaxPicoseconds = 31 * 86_400e12;

    /// <summary>True when the device has a tagger and every tag lies within a month of its start.</summary>
    public static bool AreInRange(TagBlock block, DeviceIdentity device)
    {
        if (device.TickFemtosecondsNumerator == 0)
            return false;
        double picosecondsPerTick = device.TickFemtosecondsNumerator / (1000.0 * device.TickFemtosecondsDenominator);
        double limit = MaxPicoseconds / picosecondsPerTick;
        for (int i = 0; i < block.Count; i++)
        {
            if (Math.Abs((double)block.Ticks[i]) > limit)
                return false;
        }
        return true;
    }
}
