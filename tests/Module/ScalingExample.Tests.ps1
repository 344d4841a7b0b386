# The examples of several workers agree with the worker.

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1"
    $folder = "$root/examples/scaling"
    $help = dotnet (Find-Worker) work --help
    $options = [regex]::Matches("$help", '(?<= )--[a-z-]+').Value | Sort-Object -Unique

    function Get-Option([string] $Text) {
        [regex]::Matches($Text, '--[a-z-]+').Value | Sort-Object -Unique
    }
}

Describe 'The scaling examples' {
    It 'start workers with options that exist: <_>' -ForEach 'compose.yaml', 'systemd/marianne-worker@.service' {
        $command = @(Get-Content "$folder/$_") -match '^\s*command: \[work|^ExecStart='
        $used = Get-Option $command
        $used | Should -Contain '--grace'
        $used | Where-Object { $_ -notin $options } | Should -BeNullOrEmpty
    }

    It 'let a worker end its sheets before it is killed' {
        $compose = Get-Content "$folder/compose.yaml" -Raw
        $unit = Get-Content "$folder/systemd/marianne-worker@.service" -Raw
        $grace = [int]($compose -match '--grace, "(\d+)"' ? $Matches[1] : 0)
        [int]($compose -match 'stop_grace_period: (\d+)s' ? $Matches[1] : 0) | Should -BeGreaterThan $grace
        $grace = [int]($unit -match '--grace (\d+)' ? $Matches[1] : 0)
        [int]($unit -match 'TimeoutStopSec=(\d+)' ? $Matches[1] : 0) | Should -BeGreaterThan $grace
    }

    It 'are a valid unit' -Skip:(-not (Get-Command systemd-analyze -ErrorAction Ignore)) {
        Copy-Item "$folder/systemd/marianne-worker@.service" "$TestDrive/marianne-worker@1.service"
        $problems = @(systemd-analyze verify "$TestDrive/marianne-worker@1.service" 2>&1 | ForEach-Object { "$_" })
        $problems -match 'marianne-worker@' -notmatch 'is not executable' | Should -BeNullOrEmpty
    }
}
