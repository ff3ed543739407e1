using Qit.Agent.Configuration;
using Qit.Agent.Pipelines;

namespace Qit.EndToEnd.Tests.Documentation;

/// <summary>The examples in docs/ are read by the code they are examples for.</summary>
public class ExampleTests
{
    public static IEnumerable<string> Examples() =>
        Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "examples"), "*.json").Select(path => Path.GetFileName(path));

    [TestCaseSource(nameof(Examples))]
    public void Example_IsAGoodConfiguration(string file)
    {
        AgentConfiguration configuration = ConfigurationFile.Read(Path.Combine(AppContext.BaseDirectory, "examples", file));
        if (configuration.Randomness.Enabled)
            Assert.That(() => RandomnessParameters.Build(configuration.Randomness), Throws.Nothing);
    }

    [Test]
    public void Bench_IsTheDefault_WrittenOut()
    {
        AgentConfiguration written = ConfigurationFile.Read(Path.Combine(AppContext.BaseDirectory, "examples", "bench.json"));
        AgentConfiguration standard = new AgentConfiguration();
        Assert.That(written.World, Is.EqualTo(standard.World));
        Assert.That(written.Timing, Is.EqualTo(standard.Timing));
        Assert.That(written.Randomness, Is.EqualTo(standard.Randomness));
        Assert.That(written.TimeService, Is.EqualTo(standard.TimeService));
        Assert.That(written.Mqtt, Is.EqualTo(standard.Mqtt));
        Assert.That(written.Dashboard, Is.EqualTo(standard.Dashboard));
        Assert.That(written.Stations, Is.EqualTo(standard.Stations));
    }
}
