using System.Diagnostics;

namespace Qit.Agent.Tests.Support;

/// <summary>Waits for something that another thread or process will bring about.</summary>
internal static class Eventually
{
    /// <summary>Generous: only a failing test ever waits so long.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    /// <summary>Returns when the condition holds; fails the test when it does not within the deadline.</summary>
    public static async Task TrueAsync(Func<bool> condition, string what)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            if (watch.Elapsed > Deadline)
                Assert.Fail($"Not within {Deadline.TotalSeconds} s: {what}");
            await Task.Delay(20);
        }
    }

    /// <summary>Fails when the task does not end within the deadline.</summary>
    public static async Task EndsAsync(Task task, string what)
    {
        if (await Task.WhenAny(task, Task.Delay(Deadline)) != task)
            Assert.Fail($"Not within {Deadline.TotalSeconds} s: {what}");
        await task;
    }
}
