using System.Globalization;
using System.Security.Cryptography;

namespace Marianne.Jobs;

/// <summary>Ids for jobs that were given none.</summary>
public static class JobIdGenerator
{
    private const int LongestName = 200;

    /// <summary>An id made from the job's name and the time, such as <c>nightly-20260301-070509-4f1c</c>.</summary>
    /// <param name="name">The job's name.</param>
    /// <param name="now">The time.</param>
    public static string Create(string name, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(name);

        string stem = string.Concat(name.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '-' : c));
        if (stem.Length > LongestName)
            stem = stem[..LongestName];

        // Two jobs of one name may be made in the same second; the random end tells them apart.
        string time = now.ToLocalTime().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        return $"{stem}-{time}-{RandomNumberGenerator.GetHexString(4, lowercase: true)}";
    }
}
