using Marianne.Jobs;

namespace Marianne.ReportSamples;

/// <summary>A job that runs: one sheet is done, one waits, one runs.</summary>
internal sealed class RunningSample : Sample
{
    public override async Task CreateAsync()
    {
        DateTimeOffset start = Clock.Now;
        Job job = NewJob("running", "translate", 4);
        job.Status = JobStatus.Running;
        Attempt(job.Sheets[0], start, 60, null, "Translate it.", "Done.");
        job.Sheets[0].Status = SheetStatus.Completed;
        DateTimeOffset failed = Attempt(job.Sheets[1], start, 20, "E101", "Translate it.", "429 Too Many Requests");
        job.Sheets[1].Status = SheetStatus.Waiting;
        job.Sheets[1].Measures = job.Sheets[1].Measures with { WaitingSince = failed, NextAttemptAt = failed.AddMinutes(20) };
        job.Sheets[2].Status = SheetStatus.InProgress;
        job.Sheets[2].AttemptCount = 1;
        job.Sheets[2].StartedAt = start.AddSeconds(60);
        await SaveAsync(job, start.AddMinutes(5));
    }
}
