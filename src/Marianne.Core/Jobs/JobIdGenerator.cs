using System.Globalization;
using System.Security.Cryptography;

namespace Marianne.Jobs;

/// <summary>Generates ids for jobs.</summary>
public static class JobIdGenerator
{
    private const int LongestName = 200;

    /// <summary>Creates an id from the job's name and the time, such as <c>nightly-20260301-070509-4f1c</c>.</summary>
    /// <param name="name">The job's name.</param>
    /// <param name="now">The current time.</param>
    public static string Create(string name, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(name);

        string stem = string.Concat(name.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '-' : c).Take(LongestName));

        // Two jobs with the same name may be created in the same second; the random suffix distinguishes them.
        string time = now.ToLocalTime().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        return $"{stem}-{time}-{RandomNumberGenerator.GetHexString(4, lowercase: true)}";
    }
}
