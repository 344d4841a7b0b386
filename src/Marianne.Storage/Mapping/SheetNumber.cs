using Marianne.Jobs;

namespace Marianne.Storage.Mapping;

/// <summary>Checks sheet numbers that were read from a store.</summary>
internal static class SheetNumber
{
    /// <summary>Determines whether a job has a sheet of a number.</summary>
    public static bool HasSheet(this Job job, int number) => number >= 1 && number <= job.TotalSheets;
}
