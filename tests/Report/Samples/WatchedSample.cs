using System.Globalization;
using Marianne.Jobs;

namespace Marianne.ReportSamples;

/// <summary>A running job with 10,000 items of one sheet, for Measure-Watch.ps1.</summary>
internal sealed class WatchedSample(string path) : Sample(path)
{
    public override async Task CreateAsync()
    {
        Job job = NewJob("watched", "watched", 1);
        job.Status = JobStatus.Running;
        job.ConfigSnapshot = """{"name":"watched","sheets":[{"name":"review","command":"x","for_each":{"path":"**/*"}}]}""";
        AddItems(job, 1, Enumerable.Range(1, 10_000).Select(index => string.Create(CultureInfo.InvariantCulture, $"src/File{index:0000}.cs")));
        await SaveAsync(job, Clock.Now);
    }
}
