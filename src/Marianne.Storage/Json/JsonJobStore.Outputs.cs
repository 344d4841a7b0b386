using System.Runtime.CompilerServices;
using Marianne.Jobs;

namespace Marianne.Storage.Json;

public sealed partial class JsonJobStore
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<SheetOutput> ListOutputsAsync(
        OutputQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        List<SheetOutput> outputs = await _folder.ReadAsync(query.JobId, ReadAsync, cancellationToken).ConfigureAwait(false);
        foreach (SheetOutput output in outputs.Where(query.Matches))
        {
            Enter(cancellationToken);
            yield return output;
        }

        async ValueTask<List<SheetOutput>> ReadAsync(JobDocument? found) => found is null
            ? []
            : await OutputLogFile.ReadAsync(
                found.Files.Outputs,
                await found.ToJobAsync(withSheets: true, cancellationToken).ConfigureAwait(false),
                cancellationToken).ConfigureAwait(false);
    }
}
