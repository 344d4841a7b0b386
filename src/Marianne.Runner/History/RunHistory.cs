using System.Security.Cryptography;
using Marianne.Jobs;
using Marianne.Scores;

namespace Marianne.History;

/// <summary>The execution history of a job's runs, as it is attached to the job.</summary>
/// <param name="attempts">Reads the recorded attempts.</param>
/// <param name="score">The score of the job.</param>
/// <param name="approvals">Reads the approvals.</param>
internal sealed class RunHistory(IAttemptReader attempts, Score score, IApprovalReader approvals)
{
    /// <summary>
    /// Builds the history of a job, or returns <c>null</c> if it is too large to be attached. Its JSON is the same for the
    /// same state of the job.
    /// </summary>
    /// <param name="job">The job with its sheets.</param>
    public async ValueTask<ExecutionHistory?> BuildAsync(Job job)
    {
        IReadOnlyList<SheetApproval> answers = await approvals
            .ListApprovalsAsync(new ApprovalQuery { JobId = job.Id }, CancellationToken.None).ConfigureAwait(false);
        ExecutionHistory history = await RunHistoryBuilder.BuildAsync(attempts, job, score, answers).ConfigureAwait(false);
        return history.EstimateLength() > ExecutionHistory.LargeExport ? null : history;
    }

    /// <summary>Returns a history as chunks of its JSON.</summary>
    /// <param name="history">The history.</param>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Export(ExecutionHistory history)
    {
        using var content = new ChunkedMemoryStream();
        history.Export(content);
        return content.Chunks;
    }

    /// <summary>
    /// Determines whether an attached history is an earlier one of the runs of its job. A history that a user attached has
    /// another id.
    /// </summary>
    /// <param name="attached">The content of the attached history.</param>
    /// <param name="current">The current history.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public static async ValueTask<bool> IsEarlierAsync(
        Stream attached, ExecutionHistory current, CancellationToken cancellationToken)
    {
        ChunkedMemoryStream content =
            await ChunkedMemoryStream.ReadAllAsync(attached, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<ReadOnlyMemory<byte>> chunks = content.Chunks;
        return IdOf(chunks) == current.ExecutionId && !HashOf(chunks).AsSpan().SequenceEqual(HashOf(Export(current)));
    }

    private static string? IdOf(IReadOnlyList<ReadOnlyMemory<byte>> content)
    {
        try
        {
            using var stream = new ChunkedMemoryStream(content);
            return ExecutionHistory.Import(stream, "The history").ExecutionId;
        }
        catch (MarianneException error) when (error.Error == MarianneError.InvalidHistory)
        {
            return null; // A user attached something else.
        }
    }

    private static byte[] HashOf(IReadOnlyList<ReadOnlyMemory<byte>> content)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (ReadOnlyMemory<byte> chunk in content)
            hash.AppendData(chunk.Span);
        return hash.GetHashAndReset();
    }
}
