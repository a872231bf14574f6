import type { Finding } from './diagnostics';

/** Returns the address of an alert's page. */
export function runbookUrl(runbooks: string, alert: string): string {
  return `${runbooks}/${alert}.md`;
}

/** Checks the address of the folder of runbooks, to which the name of an alert is added. */
export function checkRunbooks(runbooks: string, setting: string): Finding[] {
  if (/^https?:\/\/[^\s/]+(?:\/[^\s/]+)*$/.test(runbooks)) return [];
  return [
    {
      id: 'alert-runbooks',
      setting,
      message: `${setting} must be an address without a slash at its end; got '${runbooks}'`,
      hint: "write the folder of the pages: 'https://git.example.com/infrastructure/docs/runbooks'",
    },
  ];
}
