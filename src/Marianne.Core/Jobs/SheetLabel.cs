using System.Globalization;

namespace Marianne.Jobs;

/// <summary>Formats the number of a sheet with its name.</summary>
public static class SheetLabel
{
    /// <summary>Returns the number and the name of a sheet, such as <c>2 'publish'</c>, or only the number.</summary>
    /// <param name="number">The sheet's number.</param>
    /// <param name="name">The sheet's name, or <c>null</c> if it has none.</param>
    public static string Of(int number, string? name) => string.IsNullOrEmpty(name)
        ? number.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{number} '{name}'");
}
