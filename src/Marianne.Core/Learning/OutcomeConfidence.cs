namespace Marianne.Learning;

/// <summary>How far an outcome can be trusted.</summary>
public static class OutcomeConfidence
{
    private const double PerRetry = 0.1;
    private const int MostRetries = 5;
    private const double ForFirstTry = 0.1;

    /// <summary>
    /// The pass rate, less 0.1 for each of the first five retries, and 0.1 more for a success at the first try; within
    /// 0 to 1.
    /// </summary>
    /// <param name="passRate">The part of the validations that passed, 0 to 1.</param>
    /// <param name="retries">How often the sheet was retried.</param>
    /// <param name="successWithoutRetry">Whether the first attempt succeeded.</param>
    public static double Of(double passRate, int retries, bool successWithoutRetry)
    {
        double confidence = passRate - (PerRetry * Math.Min(retries, MostRetries));
        if (successWithoutRetry)
            confidence = Math.Min(1, confidence + ForFirstTry);
        return Math.Clamp(confidence, 0, 1);
    }
}
