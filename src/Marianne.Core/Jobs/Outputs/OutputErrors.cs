using Marianne.Text;

namespace Marianne.Jobs;

/// <summary>Creates the errors of outputs.</summary>
public static class OutputErrors
{
    private const int LongestShown = 60;

    /// <summary>Why a name is not valid.</summary>
    internal const string NameRule =
        "has an invalid name. A name has 1 to 100 letters (a-z), digits, '_' and '-', and does not begin with a digit or '-'";

    /// <summary>Creates the error for an output that cannot be kept.</summary>
    /// <param name="output">The output.</param>
    /// <param name="why">The reason, as in <c>has no value</c>.</param>
    public static MarianneException Invalid(SheetOutput output, string why)
    {
        ArgumentNullException.ThrowIfNull(output);
        return new(
            MarianneError.InvalidOutput,
            $"The output '{Shown(output.Name)}' of sheet {output.SheetNumber} of the job '{output.JobId}' {why}.",
            output);
    }

    /// <summary>Creates the error for a sheet with too many outputs.</summary>
    /// <param name="jobId">The job's id.</param>
    /// <param name="sheetNumber">The sheet's number.</param>
    /// <param name="count">The number of outputs.</param>
    public static MarianneException TooMany(string jobId, int sheetNumber, int count) => new(
        MarianneError.InvalidOutput,
        $"Sheet {sheetNumber} of the job '{jobId}' has {count} outputs, more than {OutputValidator.MaximumCount}. "
        + "Write a list as one output.",
        sheetNumber);

    private static string Shown(string name) => TextTruncation.ShortenPrintable(name, LongestShown);
}
