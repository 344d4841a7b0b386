using Marianne.Jobs;

namespace Marianne.Storage.Relational;

/// <summary>An attempt that is cleared.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Figures">What stays of it in the statistics.</param>
/// <param name="Bytes">The number of bytes of its texts.</param>
internal readonly record struct AttemptSize(long Id, AttemptFigures Figures, long Bytes);
