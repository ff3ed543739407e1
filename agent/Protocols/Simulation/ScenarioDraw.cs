using System.Security.Cryptography;
using System.Text;

namespace Qit.Agent.Protocols.Simulation;

/// <summary>Truths that a scenario draws from its seed: the same on every machine, and independent of what the world draws.
/// </summary>
internal static class ScenarioDraw
{
    /// <summary>Evenly distributed, -1 to 1.</summary>
    /// <param name="seed">The world's seed.</param>
    /// <param name="name">What is drawn.</param>
    public static double Signed(ulong seed, string name)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{seed} {name}"));
        return (BitConverter.ToUInt64(hash) >> 11) * (2.0 / (1L << 53)) - 1;
    }
}
