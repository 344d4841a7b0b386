using Marianne.Jobs;

namespace Marianne.Storage.Relational;

/// <summary>Carries hints of a database from those who queue work to idle workers.</summary>
internal interface IHintChannel
{
    /// <summary>Sends a hint. It never fails: a hint can be lost.</summary>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    ValueTask SendAsync(CancellationToken cancellationToken);

    /// <summary>Listens for hints.</summary>
    IWorkHints Listen();
}
