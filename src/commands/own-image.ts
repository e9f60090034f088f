declare const OSSNOTIFY_VERSION: string;

/** What the Dockerfile builds, by the name that it suggests. */
export function ownImage(): string {
  return `ossnotify:${OSSNOTIFY_VERSION}`;
}

/** Nobody has pushed it for the user. */
export function ownImageRemark(image: string): string {
  return `image ${image} is what the Dockerfile builds: push it where the cluster finds it, and name it by --image`;
}
