namespace Qit.Agent.Pipelines;

internal sealed class TimingPipeline
{
    public void PostBoot(int station, int n, int d) => throw new NotSupportedException();

    public void Post(int station, bool s, long[] t, long through) => throw new NotSupportedException();
}
