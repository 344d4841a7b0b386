using System.Text.Json;
using Marianne.Executors;
using Marianne.Jobs;
using Marianne.Scores;

namespace Marianne.Running;

/// <summary>Finds the job that is to be played, or makes it.</summary>
/// <param name="jobs">Where the jobs are.</param>
/// <param name="time">The clock.</param>
internal sealed class JobPreparer(IJobRepository jobs, TimeProvider time)
{
    private static readonly JobStatus[] Unfinished =
    [
        JobStatus.Pending, JobStatus.Running, JobStatus.Failed, JobStatus.Paused, JobStatus.PausedAtChain,
    ];

    /// <summary>Two that look for the same job at once would both find none, and each make one.</summary>
    private static readonly SemaphoreSlim Gate = new(1, 1);

    /// <summary>The job of a request, as it would be played. Nothing is saved.</summary>
    /// <exception cref="MarianneException">There is no such job, it has no score, or its score changed.</exception>
    public ValueTask<PreparedJob> PlanAsync(RunRequest request, CancellationToken cancellationToken) =>
        OpenAsync(request, isPlan: true, cancellationToken);

    /// <summary>The job of a request, saved when it is new.</summary>
    /// <exception cref="MarianneException">There is no such job, it has no score, or its score changed.</exception>
    public async ValueTask<PreparedJob> OpenAsync(RunRequest request, CancellationToken cancellationToken)
    {
        await Gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await OpenAsync(request, isPlan: false, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Gate.Release();
        }
    }

    private async ValueTask<PreparedJob> OpenAsync(RunRequest request, bool isPlan, CancellationToken cancellationToken)
    {
        Job? found = await FindAsync(request, cancellationToken).ConfigureAwait(false);
        Score score = SnapshotOf(request.Score ?? ScoreOf(found!));
        if (found is null || request.Restart)
            return await MakeAsync(score, isPlan, cancellationToken).ConfigureAwait(false);

        bool isUnchanged = found.Status == JobStatus.Completed || found.ConfigHash == ScoreSnapshot.Of(score).Hash;
        if (!isUnchanged && !request.Force)
            throw RunErrors.ScoreChanged(found, Changes(found, score));
        if (!isUnchanged && score.Sheets.Count < found.TotalSheets)
            throw JobErrors.FewerSheets(found, score.Sheets.Count);
        return new PreparedJob(found, score, IsResumed: true, isUnchanged ? null : ConfigOf(score));
    }

    private async ValueTask<Job?> FindAsync(RunRequest request, CancellationToken cancellationToken)
    {
        if (request.JobId is { } id)
            return await jobs.LoadAsync(id, cancellationToken).ConfigureAwait(false) ?? throw JobErrors.NotFound(id);
        if (request.Score is not { } score)
            throw RunErrors.Nothing();
        return request.Restart ? null : await FindUnfinishedAsync(score, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The newest unfinished job of a score's name and workspace; nothing when there is none.</summary>
    private async ValueTask<Job?> FindUnfinishedAsync(Score score, CancellationToken cancellationToken)
    {
        var query = new JobQuery
        {
            NamePrefix = score.Name,
            Name = name => name == score.Name,
            Statuses = Unfinished,
            WithSheets = false,
        };
        await foreach (Job job in jobs.ListAsync(query, cancellationToken).ConfigureAwait(false))
        {
            if (WorkspaceOf(job) == score.WorkspacePath)
                return await jobs.LoadAsync(job.Id, cancellationToken).ConfigureAwait(false);
        }

        return null;
    }

    private async ValueTask<PreparedJob> MakeAsync(Score score, bool isPlan, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        JobConfig config = ConfigOf(score);
        var job = new Job(JobIdGenerator.Create(score.Name, now), score.Name, config.TotalSheets, now)
        {
            Description = score.Description,
            ConfigSnapshot = config.Snapshot,
            ConfigHash = config.Hash,
            ConfigPath = config.Path,
        };
        if (!isPlan)
            await jobs.SaveAsync(job, SaveMode.IfUnchanged, cancellationToken).ConfigureAwait(false);
        return new PreparedJob(job, score, IsResumed: false);
    }

    /// <summary>The score with full paths: what a job keeps, so that it resumes wherever somebody stands.</summary>
    private static Score SnapshotOf(Score score) => score with
    {
        Workspace = score.WorkspacePath,
        Sheets = [.. score.Sheets.Select(sheet => sheet with
        {
            Script = sheet.HasScriptFile ? score.FullPath(sheet.Script!.Trim()) : sheet.Script,
            Prompt = sheet.Prompt is { } prompt ? PromptSource.FindFile(score, prompt) ?? prompt : null,
        })],
    };

    /// <summary>The score that a job keeps.</summary>
    /// <exception cref="MarianneException">It keeps none, or what it keeps is none.</exception>
    private static Score ScoreOf(Job job)
    {
        if (job.ConfigSnapshot is not { } snapshot)
            throw RunErrors.NoScore(job, "it was made without a score");

        string? file = string.IsNullOrEmpty(job.ConfigPath) ? null : Path.GetFullPath(job.ConfigPath);
        try
        {
            return ScoreJson.Read(snapshot, Path.GetDirectoryName(file) ?? Environment.CurrentDirectory, file);
        }
        catch (MarianneException error)
        {
            throw RunErrors.NoScore(job, $"what it keeps is no score. {error.Message}");
        }
    }

    /// <summary>The workspace that a job keeps of its score; nothing when it was made without one.</summary>
    private static string? WorkspaceOf(Job job)
    {
        if (job.ConfigSnapshot is null)
            return null;

        using var snapshot = JsonDocument.Parse(job.ConfigSnapshot);
        return snapshot.RootElement.ValueKind == JsonValueKind.Object
            && snapshot.RootElement.TryGetProperty("workspace", out JsonElement workspace)
            && workspace.ValueKind == JsonValueKind.String
            ? workspace.GetString()
            : null;
    }

    private static JobConfig ConfigOf(Score score)
    {
        ScoreSnapshot snapshot = ScoreSnapshot.Of(score);
        return new JobConfig(snapshot.Json, snapshot.Hash, score.File, score.Sheets.Count);
    }

    private static string Changes(Job job, Score score)
    {
        if (job.ConfigSnapshot is null)
            return "it had none";

        try
        {
            return ScoreChanges.Between(ScoreOf(job), score).ToString();
        }
        catch (MarianneException)
        {
            return "what it keeps is none"; // A job of another implementation.
        }
    }
}
