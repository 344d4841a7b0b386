# Gives damaged data files and odd cells to the cmdlets. Every error is one of the module, or PowerShell's own of a parameter.
# The environment variable MARIANNE_FUZZ sets the number of inputs of each test.

BeforeDiscovery {
    Import-Module "$PSScriptRoot/shared.psm1"
}

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1"
    Enter-TestSession $TestDrive
    Connect-Marianne "$TestDrive/fuzz.db"
    $null = New-MarianneJob -Id job -TotalSheets 3
    $count = [int] ($env:MARIANNE_FUZZ ? $env:MARIANNE_FUZZ : 80)

    # Returns whether an error may reach a user.
    function Test-Expected($Failure) {
        $Failure.Exception -is [Marianne.MarianneException] -or
        $Failure.FullyQualifiedErrorId -match '^(ParameterArgument|CannotConvertArgument|InputObjectNotBound|InputObjectMissingMandatory|AmbiguousParameterSet|MissingMandatoryParameter)'
    }
}

AfterAll {
    Disconnect-Marianne
    Exit-TestSession
}

Describe 'Damaged input' {
    It 'in a data file is a problem of the score' {
        $text = "@{ name = 'x'; workspace = './out'; sheets = @(@{ command = 'echo `$(1)' }, @{ script = { 'a' | Out-Host } }, " +
        "@{ prompt = @'`nLook at é.`n'@; timeout_seconds = 1.5e2 }); retry = @{ max_retries = 2; jitter = `$false } }"
        $good = [Text.Encoding]::UTF8.GetBytes($text)
        $tokens = '@{', '}', '@(', ')', '$(', '$x', "'", '"', '`', ';', '=', '#', '<#', "@'", '1kb', '[int]', '-f', '{', "`0", 'ï»¿', '..', '.x'
        $unexpected = foreach ($seed in 1..$count) {
            $random = [Random]::new($seed)
            $bytes = [Collections.Generic.List[byte]] $good
            foreach ($change in 1..$random.Next(1, 4)) {
                $at = $random.Next($bytes.Count)
                switch ($random.Next(4)) {
                    0 { $bytes[$at] = [byte] $random.Next(256) }
                    1 { $bytes.RemoveRange($at, [Math]::Min($random.Next(1, 20), $bytes.Count - $at)) }
                    default { $bytes.InsertRange($at, [Text.Encoding]::UTF8.GetBytes($tokens[$random.Next($tokens.Count)])) }
                }
            }

            [IO.File]::WriteAllBytes("$TestDrive/fuzz.psd1", $bytes.ToArray())
            try {
                $null = Import-MarianneScore "$TestDrive/fuzz.psd1" -ErrorAction Stop
                $null = Test-MarianneScore "$TestDrive/fuzz.psd1" -Detailed
            } catch {
                if (-not (Test-Expected $_)) { "seed ${seed}: $($_.FullyQualifiedErrorId): $_" }
            }
        }

        $unexpected | Should -BeNullOrEmpty
    }

    It 'in the cells of a table is an error of its row' {
        $ErrorActionPreference = 'Continue'
        $cells = '', ' ', 'x', '0', '-1', '1', '1.5', '1e400', 'NaN', '99999999999999999999', "`0", ([char] 0xD800), 'true', 'Completed', 'E101',
        '2026-02-30', '9999-12-31T23:59:59Z', '00:00:01', '10675199.02:48:05.4775807', '[]', '{}', '/', '~', ('z' * 5000), $null
        $columns = 'JobId', 'SheetNumber', 'AttemptNumber', 'Output', 'ExitCode', 'Duration', 'ErrorCode', 'ActualWait', 'SuggestedWait',
        'Recovered', 'JobName', 'Workspace', 'Status', 'RetryCount', 'Model', 'ValidationPassRate', 'ErrorCodes', 'StartedAt', 'Number', 'Hash', 'ClusterId'
        $unexpected = foreach ($seed in 1..$count) {
            $random = [Random]::new($seed)
            $row = [ordered] @{ JobId = 'job'; SheetNumber = 1; ErrorCode = 'E101'; JobName = 'j'; Workspace = "$TestDrive"; ActualWait = 1; Recovered = 'true'; Duration = 5 }
            foreach ($change in 1..$random.Next(1, 5)) {
                $row[$columns[$random.Next($columns.Count)]] = $cells[$random.Next($cells.Count)]
            }

            $record = [pscustomobject] $row
            $errors = @(
                $record | Add-MarianneExecution 2>&1
                $record | Add-LearnedRecovery 2>&1
                $record | Add-LearnedOutcome 2>&1
                $record | Add-LearnedRateLimit -Confirm:$false 2>&1
                $record | Set-MarianneSheet -Status Skipped -Confirm:$false 2>&1
                $record | Get-MarianneExecution 2>&1
            ) | Where-Object { $_ -is [Management.Automation.ErrorRecord] }
            $errors | Where-Object { -not (Test-Expected $_) } |
                ForEach-Object { "seed ${seed}: $($_.FullyQualifiedErrorId): $_ ($($row | ConvertTo-Json -Compress))" }
        }

        $unexpected | Should -BeNullOrEmpty
        Get-MarianneExecution -First 1000 -WarningVariable warnings | Out-Null
        $warnings | Should -BeNullOrEmpty -Because 'what was accepted can be read'
    }
}
