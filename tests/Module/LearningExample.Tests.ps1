# The example runbook that learns how long to wait, with real calls and real waits.

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1"
    Enter-TestSession $TestDrive

    # Runs the runbook in a separate PowerShell, and returns its output as objects.
    function Invoke-Runbook([string] $Arguments) {
        $xml = pwsh -NoProfile -NonInteractive -OutputFormat XML -Command "& '$root/examples/Invoke-WithLearnedWait.ps1' $Arguments"
        $LASTEXITCODE | Should -Be 0
        $xml
    }
}

AfterAll {
    Exit-TestSession
}

Describe 'Invoke-WithLearnedWait.ps1' {
    BeforeAll {
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $calls = Invoke-Runbook
        $seconds = $watch.Elapsed.TotalSeconds
        $recoveries = Get-LearnedRecovery HTTP-429 -Model example
    }

    It 'makes every call' {
        $calls.Call | Should -Be (1..6)
        $calls.Answer | Select-Object -Unique | Should -Be 'Done.'
        $calls[0].Waited | Should -Be ([timespan]::Zero)
    }

    It 'waits for the time in Retry-After, and records the recovery' {
        $calls[1..3].Why | Select-Object -Unique | Should -Be 'specified by the service'
        $calls[1..3].Waited.TotalSeconds | Should -Be 1, 1, 1
        $recoveries | Where-Object Recovered | Select-Object -Last 3 | ForEach-Object { $_.ActualWait.TotalSeconds } | Should -Be 1, 1, 1
    }

    It 'waits for the learned time, and not the static delay, if there is no Retry-After' {
        $calls[4].Why | Should -Be 'learned from 3 recoveries'
        $calls[5].Why | Should -BeLike 'learned from * recoveries'
        $calls[4..5] | ForEach-Object { $_.Waited.TotalSeconds | Should -BeGreaterOrEqual 1 }
        $calls[4..5] | ForEach-Object { $_.Waited.TotalSeconds | Should -BeLessThan 5 }
        $seconds | Should -BeGreaterThan 5
        $seconds | Should -BeLessThan 25
    }

    It 'makes the learned waits available to the next run' {
        @($recoveries).Count | Should -BeGreaterOrEqual 5
        $wait = Get-LearnedWaitTime HTTP-429 -Model example
        $wait.Seconds | Should -Be 1
        $wait.SampleCount | Should -Be @($recoveries | Where-Object Recovered).Count
        "$TestDrive/home/state.db" | Should -Not -Exist
    }

    It 'stops its server' {
        Get-Job | Where-Object State -EQ Running | Should -BeNullOrEmpty
    }

    It 'ends with an error if the service does not answer' {
        $output = pwsh -NoProfile -NonInteractive -File "$root/examples/Invoke-WithLearnedWait.ps1" -Uri http://127.0.0.1:1/ 2>&1
        $LASTEXITCODE | Should -Not -Be 0
        "$output" | Should -Match 'refused|Connection'
    }
}
