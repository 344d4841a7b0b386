using System.Globalization;

namespace Marianne.Text;

/// <summary>Writes numbers of bytes for people.</summary>
public static class ByteText
{
    private const double Step = 1024;

    private static readonly string[] Units = ["bytes", "KB", "MB", "GB", "TB"];

    /// <summary>Returns a number of bytes with three digits and a unit, such as <c>49.5 MB</c>.</summary>
    /// <param name="bytes">The number of bytes.</param>
    public static string Of(long bytes)
    {
        double value = bytes;
        int unit = 0;
        while (Math.Abs(value) >= Step && unit < Units.Length - 1)
        {
            value /= Step;
            unit++;
        }

        string format = unit == 0 || value >= 100 ? "0" : value >= 10 ? "0.0" : "0.00";
        return $"{value.ToString(format, CultureInfo.InvariantCulture)} {Units[unit]}";
    }
}
