using Marianne.Jobs;

namespace Marianne.Storage.Relational;

/// <summary>A row of outputs.</summary>
/// <param name="Key">The key of the row.</param>
/// <param name="Output">The output.</param>
/// <param name="IsCurrent">Indicates whether the output belongs to the attempt that completed its sheet.</param>
internal sealed record OutputRow(OutputKey Key, SheetOutput Output, bool IsCurrent);
